"""What pages and exports show of an inquiry, made from its rows: figures, clauses, reasons, history."""

"""What people fill in about how the House governs its communication."""

"""What the pages of the desk show, read for one person: boards, days, previews, remarks, history, differences."""

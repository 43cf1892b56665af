"""Nobody of the House reaches what people wrote to a member's office, by any way there is, and the other way round."""

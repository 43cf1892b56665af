"""Where people live: streets, houses, postcodes and the towns beside them."""

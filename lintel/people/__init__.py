"""Who a record is about: people as told, people as known, and the links between them."""

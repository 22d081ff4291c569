"""Documents invented for measuring, with the facts a careful reader finds in them."""

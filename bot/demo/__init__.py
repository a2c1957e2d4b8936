"""A made-up business to try the product on: a food wholesaler with some 400 restaurants and hotels as customers."""

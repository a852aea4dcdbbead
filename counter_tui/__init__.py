"""counter-tui: after-sales care at a jewellery counter, by keyboard."""

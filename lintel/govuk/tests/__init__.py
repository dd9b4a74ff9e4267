"""The pieces pages are made of, tried one by one and all together."""

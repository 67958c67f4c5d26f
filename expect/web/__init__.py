"""What every page is made of: views, lists, forms, components, headers, logs."""

"""Reading the documents of a record: the list, one document, its pages, its download."""

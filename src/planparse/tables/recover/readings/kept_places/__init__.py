"""Tables whose text keeps the places of the page: columns told by places, rows by what cells say."""

ALTER TEXT SEARCH DICTIONARY app.d (accept = true);

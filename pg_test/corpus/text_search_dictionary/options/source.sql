CREATE TEXT SEARCH DICTIONARY a (TEMPLATE = simple, StopWords = 'english', accept = false);
CREATE TEXT SEARCH DICTIONARY "B b" (TEMPLATE = snowball, Language = german);
CREATE TEXT SEARCH DICTIONARY c (TEMPLATE = simple);

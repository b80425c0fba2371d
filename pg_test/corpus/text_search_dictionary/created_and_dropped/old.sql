CREATE SCHEMA app;
CREATE TEXT SEARCH TEMPLATE app.m (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY app.d (TEMPLATE = app.m, StopWords = 'english', accept = false);

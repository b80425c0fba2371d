CREATE SCHEMA app;
CREATE TEXT SEARCH PARSER app.p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE app.m (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY app.d (TEMPLATE = app.m, StopWords = 'english', accept = false);
CREATE TEXT SEARCH CONFIGURATION app.c (PARSER = app.p);
ALTER TEXT SEARCH CONFIGURATION app.c ADD MAPPING FOR asciiword WITH simple;
ALTER TEXT SEARCH CONFIGURATION app.c ADD MAPPING FOR email, int WITH english_stem, simple;
CREATE TABLE app.t (x text);
CREATE INDEX i ON app.t USING gin (to_tsvector('app.c', x));

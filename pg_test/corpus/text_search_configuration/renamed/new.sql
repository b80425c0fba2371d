CREATE SCHEMA app;
CREATE TEXT SEARCH PARSER app.p2 (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE app.m2 (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY app.d2 (TEMPLATE = app.m2, StopWords = 'english', accept = false);
CREATE TEXT SEARCH CONFIGURATION app.c2 (PARSER = app.p2);
ALTER TEXT SEARCH CONFIGURATION app.c2 ADD MAPPING FOR asciiword, word WITH app.d2, simple;
CREATE TABLE app.t (x text);
CREATE INDEX i ON app.t USING gin (to_tsvector('app.c2', x));

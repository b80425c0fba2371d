CREATE SCHEMA app;
CREATE TEXT SEARCH PARSER app.p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION app.c (PARSER = "default");
CREATE VIEW app.v AS SELECT to_tsvector('app.c', 'x') AS x;

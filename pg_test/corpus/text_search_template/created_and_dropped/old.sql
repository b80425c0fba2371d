CREATE SCHEMA app;
CREATE TEXT SEARCH TEMPLATE app.m (INIT = dsimple_init, LEXIZE = dsimple_lexize);

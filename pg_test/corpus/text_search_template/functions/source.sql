CREATE TEXT SEARCH TEMPLATE a (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE "B b" (LEXIZE = dsimple_lexize);

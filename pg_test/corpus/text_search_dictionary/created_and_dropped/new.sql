CREATE SCHEMA app;
CREATE TEXT SEARCH DICTIONARY app."E e" (TEMPLATE = snowball, language = 'german');
COMMENT ON TEXT SEARCH DICTIONARY app."E e" IS 'stems';

ALTER TABLE p DROP a, DROP b;
ALTER TABLE q ADD b bigint, ADD a text;

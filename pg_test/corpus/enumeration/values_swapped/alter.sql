ALTER TYPE grade RENAME VALUE 'a' TO 'between';
ALTER TYPE grade RENAME VALUE 'b' TO 'a';
ALTER TYPE grade RENAME VALUE 'between' TO 'b';

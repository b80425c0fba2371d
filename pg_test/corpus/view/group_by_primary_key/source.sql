-- The view depends on the key: the query names columns that are not grouped.
CREATE TABLE post (id integer PRIMARY KEY, title text, at date);
CREATE TABLE vote (post integer, value integer);
CREATE VIEW score AS SELECT post.id, post.title, sum(vote.value) FROM post JOIN vote ON vote.post = post.id GROUP BY post.id;
CREATE VIEW best AS SELECT title FROM score WHERE sum > 10;

CREATE SCHEMA dbo;

CREATE TABLE dbo."Users" (
    "Id" integer PRIMARY KEY,
    "DisplayName" varchar(40) NOT NULL,
    "Reputation" integer NOT NULL,
    "Location" text
);
CREATE TABLE dbo."Posts" (
    "Id" integer PRIMARY KEY,
    "OwnerUserId" integer REFERENCES dbo."Users",
    "ParentId" integer,
    "Score" integer NOT NULL,
    "Title" text,
    "CreationDate" date NOT NULL
);

INSERT INTO dbo."Users" VALUES
    (1, 'Ann', 10, 'Oslo'), (2, 'Bob', 250, NULL), (3, 'Cid', 35, 'Oslo'), (4, 'Dee', 1, 'Bern');
INSERT INTO dbo."Posts" VALUES
    (1, 1, NULL, 5, 'One', '2020-01-01'), (2, 2, 1, 7, NULL, '2020-02-01'),
    (3, 2, NULL, 3, 'Three', '2020-03-01'), (4, 3, 3, 0, NULL, '2021-01-01'),
    (5, 3, 4, 2, NULL, '2021-02-01'), (6, NULL, NULL, 9, 'Six', '2021-03-01');

CREATE FUNCTION dbo."Bucket"("N" integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2';
CREATE TABLE dbo."Log" ("Id" integer, "Day" date, "Text" text COLLATE "C") PARTITION BY RANGE ("Day", lower("Text") COLLATE "POSIX" text_pattern_ops);
CREATE TABLE dbo."Log2020" PARTITION OF dbo."Log" FOR VALUES FROM ('2020-01-01', MINVALUE) TO ('2021-01-01', MINVALUE);
CREATE TABLE dbo."Hashed" ("Id" integer, "Name" text) PARTITION BY LIST (dbo."Bucket"("Id"));
CREATE TABLE dbo."Hashed0" PARTITION OF dbo."Hashed" FOR VALUES IN (0);
CREATE TABLE dbo."Hashed1" PARTITION OF dbo."Hashed" DEFAULT;
INSERT INTO dbo."Log" VALUES (1, '2020-02-01', 'a');
INSERT INTO dbo."Hashed" VALUES (1, 'x'), (2, 'y');

CREATE VIEW dbo."V" AS SELECT l."Id", h."Name" FROM dbo."Log" l, dbo."Hashed" h;

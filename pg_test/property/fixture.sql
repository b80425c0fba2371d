CREATE SCHEMA dbo;
CREATE SCHEMA "Other";

CREATE TYPE dbo."Region Kind" AS ENUM ('North', 'south', 'Far East');
CREATE TYPE dbo."Point" AS ("X" integer, y integer);
CREATE TYPE dbo."Address" AS ("Street" text, "Zip Code" text, "Geo" dbo."Point");
CREATE DOMAIN dbo."Positive" AS integer CHECK (VALUE > 0);
CREATE SEQUENCE dbo."My Seq" START 7;

CREATE TABLE dbo."Customers" (
    "CustomerID" integer PRIMARY KEY,
    "Name" text,
    "select" text,
    "Region" dbo."Region Kind",
    "Home" dbo."Address",
    "Tags" text[],
    "Meta" jsonb,
    "Größe" numeric(8,2)
);
CREATE TABLE dbo."Orders" (
    "OrderID" integer PRIMARY KEY,
    "CustomerID" integer REFERENCES dbo."Customers",
    "PlacedOn" date,
    "Total" numeric(8,2),
    "Region" dbo."Region Kind",
    name text,
    "Ship To" dbo."Address"
);
CREATE TABLE dbo."order lines" (
    "OrderID" integer REFERENCES dbo."Orders",
    "Line No" integer,
    "Qty" dbo."Positive",
    "unit""Price" numeric(8,2),
    customerid integer,
    PRIMARY KEY ("OrderID", "Line No")
);
CREATE TABLE dbo."Nodes" (
    "NodeID" integer PRIMARY KEY,
    "Parent" integer REFERENCES dbo."Nodes",
    "Label" text,
    "Kind" dbo."Region Kind",
    "Spots" dbo."Point"[],
    "order" integer
);
CREATE TABLE dbo.plain (a integer, b integer, c text);
CREATE TABLE dbo."T" ("A" integer, "B" integer, "C" text, "D" integer[]);
CREATE TABLE "Other"."customers" (
    "CUSTOMERID" integer PRIMARY KEY,
    "Label" text,
    "Addresses" dbo."Address"[],
    "Note" text,
    a integer
);
CREATE TABLE "Other"."Orders" ("OrderID" integer, "Name" text, "B" integer, "PlacedOn" date);
CREATE TABLE dbo."Events" (
    "EventID" integer,
    "At" date NOT NULL,
    "CustomerID" integer,
    "Kind" dbo."Region Kind",
    "Where" dbo."Point"
) PARTITION BY RANGE ("At");
CREATE TABLE dbo."Events 2023" PARTITION OF dbo."Events" FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE dbo."Events_2024" PARTITION OF dbo."Events" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE dbo."EventsRest" PARTITION OF dbo."Events" DEFAULT;

CREATE FUNCTION dbo."Double"("X" integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN "X" * 2;
CREATE FUNCTION dbo."OrdersOf"("Customer" integer) RETURNS SETOF dbo."Orders" LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT * FROM dbo."Orders" WHERE "CustomerID" = "Customer";
END;
CREATE FUNCTION dbo."Lines Of"("Order" integer DEFAULT 1) RETURNS TABLE ("LineNo" integer, "Total" numeric)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT "Line No", "Qty" * "unit""Price" FROM dbo."order lines" WHERE "OrderID" = "Order";
END;
CREATE FUNCTION dbo."Split"(n integer, OUT "Lo" integer, OUT "Hi" integer) LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT n / 2, n - n / 2;
END;
CREATE FUNCTION dbo."Labels"() RETURNS SETOF text LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT "Label" FROM dbo."Nodes";
END;
CREATE FUNCTION dbo."MakeAddress"(street text, "Zip Code" text) RETURNS dbo."Address" LANGUAGE sql IMMUTABLE
    RETURN ROW(street, "Zip Code", ROW(1, 2))::dbo."Address";
CREATE FUNCTION dbo."First Of"(VARIADIC "Of" text[]) RETURNS text LANGUAGE sql IMMUTABLE RETURN "Of"[1];
CREATE AGGREGATE dbo."SumOf"(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');

INSERT INTO dbo."Customers" VALUES
    (1, 'Ann', 'one', 'North', ROW('High St', '1000', ROW(1, 2)), '{a,b}', '{"k": 1, "Name": "x"}', 1.50),
    (2, 'Bob', 'two', 'south', ROW('Low Rd', '2000', ROW(3, 4)), '{b}', '{"k": 2}', 2.25),
    (3, 'Cid', NULL, 'Far East', NULL, '{}', '{"k": null, "Name": "y"}', NULL),
    (4, 'Dee', 'four', NULL, ROW('Mid Av', NULL, NULL), NULL, NULL, 4.00),
    (5, 'Eve', 'one', 'North', ROW('High St', '1001', ROW(5, 1)), '{c,a,d}', '{}', 0.10);
INSERT INTO dbo."Orders" VALUES
    (1, 1, '2023-02-01', 10.00, 'North', 'first', ROW('High St', '1000', ROW(1, 2))),
    (2, 1, '2024-03-01', 20.50, 'south', 'second', NULL),
    (3, 2, '2024-03-01', 5.25, 'south', 'Bob', ROW('Low Rd', '2000', ROW(3, 4))),
    (4, 3, '2025-01-15', NULL, NULL, NULL, ROW('Elm', '77', ROW(9, 9))),
    (5, NULL, NULL, 7.00, 'North', 'fifth', NULL);
INSERT INTO dbo."order lines" VALUES
    (1, 1, 2, 3.00, 1), (1, 2, 1, 4.00, 1), (2, 1, 5, 4.10, 2), (3, 1, 1, 5.25, NULL), (4, 3, 9, 0.50, 3);
INSERT INTO dbo."Nodes" VALUES
    (1, NULL, 'root', 'North', ARRAY[ROW(1, 2), ROW(3, 4)]::dbo."Point"[], 2),
    (2, 1, 'left', 'south', NULL, 1), (3, 1, 'right', 'Far East', ARRAY[ROW(5, 6)]::dbo."Point"[], 3),
    (4, 2, 'leaf', NULL, '{}', 4), (5, NULL, 'Ann', 'North', NULL, NULL);
INSERT INTO dbo.plain VALUES (1, 2, 'x'), (2, 3, 'y'), (3, 1, 'Ann'), (NULL, 5, NULL), (2, 2, 'root');
INSERT INTO dbo."T" VALUES (1, 3, 'x', '{1,2}'), (2, 1, 'Y', '{}'), (3, 2, 'Bob', NULL), (5, NULL, 'left', '{5,4,3}');
INSERT INTO "Other"."customers" VALUES
    (1, 'root', ARRAY[ROW('A', '1', ROW(1, 1)), ROW('B', '2', NULL)]::dbo."Address"[], 'n1', 2),
    (2, 'x', NULL, 'n2', 1), (3, 'Ann', ARRAY[ROW('High St', '3', ROW(7, 8))]::dbo."Address"[], NULL, 3);
INSERT INTO "Other"."Orders" VALUES (1, 'Ann', 2, '2023-02-01'), (2, 'x', 1, '2024-03-01'), (6, 'Bob', NULL, NULL);
INSERT INTO dbo."Events" VALUES
    (1, '2023-05-01', 1, 'North', ROW(1, 2)), (2, '2024-05-01', 2, 'south', NULL), (3, '2024-06-01', 1, NULL, ROW(3, 3)),
    (4, '2030-01-01', 4, 'Far East', ROW(0, 1));

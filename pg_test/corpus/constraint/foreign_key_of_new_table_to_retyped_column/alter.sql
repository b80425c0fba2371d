ALTER TABLE dbo.w ALTER id TYPE text;
ALTER TABLE dbo.w ALTER g DROP EXPRESSION;
CREATE TABLE dbo.call (wid text NOT NULL REFERENCES dbo.w (id));
CREATE TABLE dbo.part (wid text REFERENCES dbo.w (id)) PARTITION BY LIST (wid);
CREATE TABLE dbo.part_1 PARTITION OF dbo.part DEFAULT;
CREATE TABLE dbo.z (a text, b integer, FOREIGN KEY (a, b) REFERENCES dbo.w (id, g));

ALTER TABLE "My ""Schema"".x"."The ""Table"" . t" ADD COLUMN "New ""Column""" integer REFERENCES "My ""Schema"".x"."The ""Table"" . t";
ALTER TABLE "My ""Schema"".x"."The ""Table"" . t" DROP COLUMN "$1";

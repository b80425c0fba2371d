DROP TABLE "one.two"."Tab""le";
DROP SCHEMA other CASCADE;

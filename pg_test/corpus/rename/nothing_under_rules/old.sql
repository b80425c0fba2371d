-- Both names come to the same here.
CREATE TABLE "Users" ("ID" integer);

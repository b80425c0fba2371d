ALTER TABLE app."OldName" RENAME TO "NewName";
ALTER TABLE app."NewName" RENAME COLUMN "FirstColumn" TO "OtherColumn";

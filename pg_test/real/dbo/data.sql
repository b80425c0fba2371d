INSERT INTO dbo."Users" ("Id", "AccountId", "DisplayName", "Reputation", "WebsiteUrl") VALUES
  (1, 11, 'Ada', 420, 'https://example.org/ada'), (2, 12, 'Grace', 99, NULL), (3, NULL, 'edgar', 1, NULL);
INSERT INTO dbo."PostTypes" VALUES (1, 'Question'), (2, 'Answer');
INSERT INTO dbo."Posts" ("PostTypeId", "ParentId", "OwnerUserId", "Title", "Body", "Score") VALUES
  (1, NULL, 1, 'How do I name things?', 'And when?', 7), (2, 4, 2, NULL, 'Slowly.', 12), (1, NULL, NULL, 'Who asked this?', 'Nobody.', 0);
INSERT INTO dbo."Comments" ("PostId", "UserId", "Text") VALUES (4, 3, 'Same here.');
INSERT INTO dbo."VoteTypes" VALUES (1, 'Up'), (2, 'Down');
INSERT INTO dbo."Votes" ("PostId", "UserId", "VoteTypeId") VALUES (4, 2, 1), (5, 1, 1);
INSERT INTO dbo."Badges" ("UserId", "Name", "Class") VALUES (1, 'Namer', 'gold'), (2, 'Scholar', DEFAULT);
INSERT INTO dbo."Tags" ("TagName", "Count") VALUES ('naming', 1), ('time', 1);
INSERT INTO dbo."PostTags" VALUES (4, 1), (4, 2), (6, 1);
REFRESH MATERIALIZED VIEW dbo."TagScores";

INSERT INTO person VALUES (1, '{sad,ok}'), (2, '{ok,gone}');

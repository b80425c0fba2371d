INSERT INTO dw_app.old_name VALUES (1, 'x');

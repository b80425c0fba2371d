UPDATE dbo."Event" SET "New" = "New" || '!', "Old" = 'changed';

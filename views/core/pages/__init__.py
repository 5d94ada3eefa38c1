"""The pages of a screen: its grid and export, a row's page, the forms, the pages of verbs."""

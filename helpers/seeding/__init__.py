"""The seeding (transcoelomic) route: peritoneal fluid, rupture and the needle tract."""

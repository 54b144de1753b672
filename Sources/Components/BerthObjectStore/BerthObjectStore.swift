// BerthObjectStore

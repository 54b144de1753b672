// BerthHTTP

// BerthTesting

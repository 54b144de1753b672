enum APIServerStub {}

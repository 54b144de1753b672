enum BerthOAuthServerStub {}

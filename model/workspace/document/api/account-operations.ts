import { inPath, type ApiOperation } from "./operation.js";

const account = inPath("name", "Name of the account.");

/** AccountService. */
export const accountOperations: readonly ApiOperation[] = [
  {
    id: "AccountService_ListAccounts",
    verb: "get",
    path: "/api/v1/account",
    summary: "Lists accounts",
    response: "accountAccountsList",
  },
  {
    id: "AccountService_Check",
    verb: "get",
    path: "/api/v1/account/check/{resource}/{action}/{subresource}",
    summary: "Tells whether the caller may do something",
    parameters: [
      inPath("resource", "What it is done with, as workSpaces."),
      inPath("action", "What is done, as sync."),
      inPath("subresource", "With which of them, as project/name."),
    ],
    response: "accountCheckResponse",
  },
  {
    id: "AccountService_UpdatePassword",
    verb: "put",
    path: "/api/v1/account/password",
    summary: "Changes the password of an account",
    body: { type: "accountUpdatePasswordRequest", description: "The passwords." },
    response: "accountUpdatePasswordResponse",
  },
  {
    id: "AccountService_GetAccount",
    verb: "get",
    path: "/api/v1/account/{name}",
    summary: "Returns an account",
    parameters: [account],
    response: "accountAccount",
  },
  {
    id: "AccountService_CreateToken",
    verb: "post",
    path: "/api/v1/account/{name}/token",
    summary: "Issues a token for an account",
    parameters: [account],
    body: { type: "accountCreateTokenRequest", description: "What token it shall be." },
    response: "accountCreateTokenResponse",
  },
  {
    id: "AccountService_DeleteToken",
    verb: "delete",
    path: "/api/v1/account/{name}/token/{id}",
    summary: "Deletes a token of an account",
    parameters: [account, inPath("id", "Id of the token.")],
    response: "accountEmptyResponse",
  },
];

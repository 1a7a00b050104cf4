import { methods } from "@/lib/server/door/methods";
import { handleAuth } from "@/lib/server/identity/auth-route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({ GET: handleAuth, POST: handleAuth });

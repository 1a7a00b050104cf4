import { handleAuth } from "@/lib/server/identity/auth-route";

export const GET = handleAuth;
export const POST = handleAuth;

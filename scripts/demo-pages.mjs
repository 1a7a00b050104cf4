// Every page of the app by the name of its pictures, as the route of its `page.tsx` without groups.

/** What a signed-in member sees. */
export const MEMBER_PAGES = {
  overview: "/",
  "for-me": "/me",
  clusters: "/clusters",
  "cluster-overview": "/clusters/[clusterId]/overview",
  "cluster-api": "/clusters/[clusterId]/api",
  "cluster-activity": "/clusters/[clusterId]/activity",
  "cluster-access": "/clusters/[clusterId]/access",
  client: "/clusters/[clusterId]/clients/[clientId]",
  rotation: "/clusters/[clusterId]/rotations/[rotationId]",
  "cluster-report": "/clusters/[clusterId]/report",
  clients: "/clients",
  findings: "/findings",
  rotations: "/rotations",
  audit: "/audit",
  report: "/report",
  "settings-members": "/settings/members",
  "settings-sessions": "/settings/sessions",
  "settings-notices": "/settings/notices",
  "settings-setup": "/settings/setup",
};

/** What is shown to anybody else. */
export const OTHER_PAGES = { "sign-in": "/sign-in", "no-access": "/no-access" };

/** Pages that lead on at once, are shown in a tab that closes, or say that there is none. */
export const PASSED_PAGES = ["/clusters/[clusterId]", "/settings", "/sign-in/done", "/[...missing]"];

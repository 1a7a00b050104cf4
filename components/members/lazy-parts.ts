"use client";

import { lazy } from "react";

// The dialogs of the members page. None of them is part of its first load.

export const AddMemberDialog = lazy(() =>
  import("@/components/members/add-member-dialog").then((module) => ({ default: module.AddMemberDialog })),
);
export const ChangeAccessDialog = lazy(() =>
  import("@/components/members/change-access-dialog").then((module) => ({ default: module.ChangeAccessDialog })),
);
export const ConfirmMemberDialog = lazy(() =>
  import("@/components/members/confirm-member-dialog").then((module) => ({ default: module.ConfirmMemberDialog })),
);

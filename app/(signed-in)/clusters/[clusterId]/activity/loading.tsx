import { Waiting } from "@/components/clusters/waiting";

export default function Loading() {
  return <Waiting label="Loading activity" />;
}

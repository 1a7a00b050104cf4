import { Waiting } from "@/components/states/waiting";

export default function Loading() {
  return <Waiting source="database" label="Loading the rotation" columns={2} />;
}

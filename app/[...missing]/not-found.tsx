import { NoPage } from "@/components/shell/no-page";

export default NoPage;

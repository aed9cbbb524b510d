import { render } from "preact";
import { App } from "./app.tsx";
import { connect } from "./connection.ts";
import "./styles/index.css";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
render(<App />, root);
connect();

// Asks for the token that allows changes, then does what waited for it.
import { useState } from "preact/hooks";
import { correct, setWho, waiting, who } from "../corrections";
import { readAgain } from "../state";
import { keepToken } from "../token";
import { Dialog } from "./dialog";

export function TokenDialog() {
  const [given, setGiven] = useState("");
  const change = waiting.value;
  if (!change) return null;
  const send = (event: Event) => {
    event.preventDefault();
    if (!given.trim()) return;
    keepToken(given);
    waiting.value = undefined;
    if (change === "reading") readAgain();
    else void correct(change);
  };
  const reading = change === "reading";
  return (
    <Dialog title={reading ? "May you read this chronicle?" : "May you change records?"} close={() => (waiting.value = undefined)}>
      <form class="form" onSubmit={send}>
        <p>{reading ? "Reading over the network needs" : "Changes need"} the token that <code>kronika serve</code> prints when it starts. Paste it, or the whole address with <code>#token=</code>. It is forgotten when you close this tab.</p>
        <label>Token<input type="password" autocomplete="off" value={given} onInput={(event) => setGiven(event.currentTarget.value)} name="token" /></label>
        {!reading && <label>Your name, noted with each correction<input type="text" value={who.value} onInput={(event) => setWho(event.currentTarget.value)} autocomplete="name" /></label>}
        <button type="submit" class="primary">Go on</button>
      </form>
    </Dialog>
  );
}

/** A part of a benchmark in a process of its own: memory and CPU time are then its own, and so is its event loop. */
import { fork, type ChildProcess } from 'node:child_process';

/**
 * Speaks with the child in messages, one answer for each question.
 *
 * `Asks` is what it may be asked, by name, and what it answers.
 */
export class LegProcess<Asks extends Readonly<Record<string, unknown>>> {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #answers: ((answer: unknown) => void)[] = [];
  readonly #ended: Promise<number | null>;
  readonly #failed: Promise<never>;

  /** @param task is handed to the script as JSON, its first argument */
  constructor(script: URL, task: object, name: string, execArgv: readonly string[] = []) {
    this.#name = name;
    this.#child = fork(script, [JSON.stringify(task)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [...execArgv],
    });
    this.#child.on('message', (answer) => this.#answers.shift()?.(answer));
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', resolve);
    });
    this.#failed = this.#ended.then((code) => {
      throw new Error(`${name} ended with ${String(code)} before it had answered: see above`);
    });
    // Heard where an answer is awaited; an end that nobody waits for is how each child ends.
    this.#failed.catch(() => undefined);
  }

  /** @throws Error when the child ends instead */
  ask<Name extends keyof Asks & string>(question: Name): Promise<Asks[Name]> {
    const answer = new Promise<Asks[Name]>((resolve) => {
      this.#answers.push((value) => resolve(value as Asks[Name]));
    });
    this.#child.send(question);
    return Promise.race([answer, this.#failed]);
  }

  /** Asks the last question, then waits for the end. @throws Error where it ends badly */
  async finish<Name extends keyof Asks & string>(question: Name): Promise<Asks[Name]> {
    const answer = await this.ask(question);
    this.#child.disconnect();
    const code = await this.#ended;
    if (code !== 0) throw new Error(`${this.#name} ended with ${String(code)}: see above`);
    return answer;
  }

  /** For when another part has failed. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** The child's side: answers each question, one after the other; ends once the parent has let go. */
export function answerParent<Asks extends Readonly<Record<string, unknown>>>(answers: {
  readonly [Name in keyof Asks]: () => Asks[Name] | Promise<Asks[Name]>;
}): void {
  process.on('message', (question: keyof Asks & string) => {
    void Promise.resolve(answers[question]()).then((answer) => process.send?.(answer));
  });
  // What is still open (a socket that closes) must not keep the next part waiting.
  process.once('disconnect', () => process.exit());
}

/** The task that the parent has given; the child knows its type. */
export function taskOfLeg(): unknown {
  return JSON.parse(process.argv[2] ?? '');
}

import type { CollectPlan } from '../../../shared/collect'
import { bytes } from '../../format'

const ROOT = { needed: 'needs root', more: 'root shows more', no: '' } as const

/** Every command with its purpose and what it leaves behind, before anything runs. */
export function PlanView({ plan }: { readonly plan: CollectPlan }) {
  return (
    <section data-testid="collect-plan">
      <h2 className="caption">What would be done</h2>
      <p>{plan.about}</p>
      <ul className="collect-always">
        {plan.always.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <ol className="collect-steps">
        {plan.steps.map((step) => (
          <li key={step.probe}>
            <b>{step.title}</b>{' '}
            <span className="dim">
              {[step.seconds > 0 ? `at most ${step.seconds} s` : '', bytes(step.bytes), ROOT[step.root]]
                .filter(Boolean)
                .join(', ')}
            </span>
            <p>{step.purpose}</p>
            {step.commands.map((command, i) => (
              <p key={command} className="mono text">
                <span className="dim">{i === 0 ? 'runs ' : 'else '}</span>
                {command}
              </p>
            ))}
            {step.files.length > 0 && (
              <p className="mono text">
                <span className="dim">reads </span>
                {step.files.join('  ')}
              </p>
            )}
            <p className="dim">Leaves: {step.trace}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}

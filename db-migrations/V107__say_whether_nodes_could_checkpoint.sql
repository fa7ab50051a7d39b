-- Whether processes could be written down and moved while they run, in the words of the node's agent; empty: not said.
alter table nodes add column checkpoints text not null default '';

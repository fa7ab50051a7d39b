-- Whether the node's disk serves slivers by their shares, in the words of its agent; empty: not said.
alter table nodes add column disk_weights text not null default '';
